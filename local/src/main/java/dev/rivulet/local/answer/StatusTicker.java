package dev.rivulet.local.answer;

import dev.rivulet.local.screen.Screen;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Updates a screen's status line from a turn's progress, on its own thread, until it is closed. */
public final class StatusTicker implements AutoCloseable {

    private static final long INTERVAL_MS = 200;

    private final Screen screen;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("status").factory());

    private StatusTicker(Screen screen) {
        this.screen = screen;
    }

    public static StatusTicker start(Screen screen, TurnProgress progress) {
        StatusTicker ticker = new StatusTicker(screen);
        ticker.timer.scheduleAtFixedRate(() -> screen.status(progress.statusLine(System.nanoTime())), 0, INTERVAL_MS,
                TimeUnit.MILLISECONDS);
        return ticker;
    }

    /** Stops the updates and removes the status line. */
    @Override
    public void close() {
        timer.close();
        screen.status("");
    }
}
