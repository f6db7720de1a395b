"""Journeys of people through the portal, in a real browser, on the data of the demo (浏览器旅程)."""
