"""The department's working queue (办理队列): list and case side by side, claims, common phrases, many at once."""
