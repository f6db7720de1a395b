"""Public messages and replies (留言答复): clock, masking, workbook, daily job, statistics, samples."""
