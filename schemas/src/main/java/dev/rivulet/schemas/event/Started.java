package dev.rivulet.schemas.event;

import java.util.Objects;

/** {@code started}: an attempt begins. The text of earlier attempts is void. */
public record Started(int attempt, String model, String provider) implements ChunkEvent {

    public Started {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(provider, "provider");
    }
}
