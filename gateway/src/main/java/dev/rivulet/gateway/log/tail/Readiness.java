package dev.rivulet.gateway.log.tail;

import java.util.concurrent.CountDownLatch;

/** Whether a thread that follows a topic has got to where it can be relied on. Once it has, that does not change. */
public final class Readiness {

    private final CountDownLatch reached = new CountDownLatch(1);

    /** Has all go on who wait. Has no effect when called again. */
    public void reached() {
        reached.countDown();
    }

    public boolean isReached() {
        return reached.getCount() == 0;
    }

    /** Blocks until {@link #isReached()}. */
    public void await() throws InterruptedException {
        reached.await();
    }
}
