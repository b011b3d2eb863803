from assets_app.admin import library, reach, tenants, work

__all__ = ["library", "reach", "tenants", "work"]
