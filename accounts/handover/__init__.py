"""Handing over when a post ends (离任移交): what hangs on a person, who takes it, and the case that proves it."""
