from assets_app.admin import library, tenants, work

__all__ = ["library", "tenants", "work"]
