package dev.rivulet.schemas.event;

/** {@code started}: an attempt begins. What earlier attempts showed is void. */
public record Started(int attempt, String model, String provider) implements ChunkEvent {}
