package dev.rivulet.gateway;

import java.time.Duration;

/** How long tests wait for what must come: far longer than it takes. */
final class Waits {

    static final Duration LONG = Duration.ofSeconds(30);

    private Waits() {}
}
