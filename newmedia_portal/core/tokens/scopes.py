"""What a token may be used for (令牌范围): never more than its owner may, only less."""

from django.db import models


class Scope(models.TextChoices):
    """Stable codes; an operation of the interface names the one that it needs."""

    READ_REGISTER = "read:register", "读取单位和账号台账"
    READ_FILINGS = "read:filings", "读取备案"
    WRITE_FILINGS = "write:filings", "起草、填写和提交备案"
    READ_METRICS = "read:metrics", "读取发布数据"
    WRITE_METRICS = "write:metrics", "报送发布数据和粉丝数"
