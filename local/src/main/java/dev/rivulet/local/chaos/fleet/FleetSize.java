package dev.rivulet.local.chaos.fleet;

/** How many processes of each kind; brokers are 1 or 3. */
public record FleetSize(int brokers, int workers, int gateways) {}
