"""The upgrade from the first release at full size, while that release works on."""
