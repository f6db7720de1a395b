"""Events to other systems (推送订阅): signed, in order per object, at least once, kept in the database until taken."""
