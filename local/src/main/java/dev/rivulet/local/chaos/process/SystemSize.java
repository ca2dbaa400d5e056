package dev.rivulet.local.chaos.process;

/** How many processes of each kind; brokers are 1 or 3. */
public record SystemSize(int brokers, int workers, int gateways) {}
