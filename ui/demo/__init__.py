"""The whole product on one machine, and the guided tour through it."""
