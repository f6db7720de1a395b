"""How tables change while the release before goes on working on them (不停机升级)."""
