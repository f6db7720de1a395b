"""What the app announces to the ground floor (登记): audit actions and its place in the navigation."""

from newmedia_portal.core.audit.actions import register
from newmedia_portal.core.ui import navigation

for _code, _label in (
    ("regimes.sync", "装入随附制度版本"),
    ("regimes.copy", "复制制度版本为草稿"),
    ("regimes.save", "修改制度草稿"),
    ("regimes.publish", "发布制度版本"),
    ("regimes.retire", "制度版本转为旧版"),
    ("regimes.discard", "删除制度草稿"),
):
    register(_code, _label)

navigation.register("制度", "regimes:list", order=70, place=navigation.MORE, group="设置", testid="nav-regimes")
