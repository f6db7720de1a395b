"""Inspections and rectification (检查抽查、问题整改): states, rights, items, facts, verdicts, reading."""
