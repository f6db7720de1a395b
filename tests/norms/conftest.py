"""The OpenID provider of the single sign-on tests."""

from tests.core.sso.conftest import provider, running_provider

__all__ = ["provider", "running_provider"]
