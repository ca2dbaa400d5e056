package dev.rivulet.local.system;

import java.time.Duration;

/** How long a test waits before it says that something will not come. */
public final class Waiting {

    public static final Duration LONG = Duration.ofSeconds(60);

    private Waiting() {}
}
