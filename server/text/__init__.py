"""Words as people write them: order of letters, days, ordinals, money. Pure: no request, no database, no clock."""
