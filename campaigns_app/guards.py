"""What the database itself refuses for the rows of this app."""

from assets_app.guards import AppendOnly, Frozen, SameBusiness

RULES = (
    AppendOnly("campaigns.ReadBack"),
    AppendOnly("campaigns.ConsentEntry"),
    AppendOnly("campaigns.Decision"),
    Frozen("campaigns.CreativeVersion", ("name", "spec", "features"), "OLD.state NOT IN ('draft', 'failed')"),
    Frozen("campaigns.ReviewRound", ("fingerprint", "content_hash", "evidence"), "1 = 1"),
    Frozen("campaigns.ReviewItem", ("content_hash", "kind", "feature", "placement"), "1 = 1"),
    SameBusiness("campaigns.Creative"),
    SameBusiness("campaigns.CreativeVersion"),
    SameBusiness("campaigns.ConsentEntry"),
    SameBusiness("campaigns.Preview"),
    SameBusiness("campaigns.Campaign"),
    SameBusiness("campaigns.AdSet"),
    SameBusiness("campaigns.Ad"),
    SameBusiness("campaigns.ReviewRound"),
    SameBusiness("campaigns.Decision"),
)
