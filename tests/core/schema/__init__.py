"""Tables that change while the release before works on."""
