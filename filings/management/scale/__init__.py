"""Synthetic load (模拟数据) in sets, from a fixed seed: the same numbers give the same rows on both databases."""
