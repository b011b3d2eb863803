from campaigns_app.insights.models.insight_day import InsightDay
from campaigns_app.insights.models.sync_window import SyncWindow

__all__ = ["InsightDay", "SyncWindow"]
