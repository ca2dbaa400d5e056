package dev.rivulet.local.chaos.process;

/** The number of processes by role; brokers must be 1 or 3. */
public record SystemSize(int brokers, int workers, int gateways) {}
