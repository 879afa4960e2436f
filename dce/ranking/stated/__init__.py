"""What people say of themselves and of the criteria, against how they answer."""

from dce.ranking.stated.importance import StatedImportance, stated_importance
from dce.ranking.stated.self_image import SelfImage, self_image

__all__ = ["SelfImage", "StatedImportance", "self_image", "stated_importance"]
