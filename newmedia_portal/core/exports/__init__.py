"""The download centre (下载中心): exports made in the background, kept for some days, handed to their owner alone."""
