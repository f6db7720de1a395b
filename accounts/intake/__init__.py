"""People in and out by workbook (人员导入、导出): reading, holding against the portal, confirming, first passwords."""
