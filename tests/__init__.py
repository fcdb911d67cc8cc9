"""The tests: mirror of registry/, with journeys, house rules, faults and browser beside."""
