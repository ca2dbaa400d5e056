package dev.rivulet.runtime.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/**
 * Checks in the background whether the Kafka cluster responds. It counts as down after two failed checks in a row.
 * Close also closes the admin client.
 */
public final class ClusterProbe implements AutoCloseable {

    private static final int FAILURES_UNTIL_DOWN = 2;

    private final Admin admin;
    private final Duration interval;
    private final int timeoutMs;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("cluster-probe").unstarted(this::run);
    private volatile boolean up = true; // the cluster has just been reached
    private int failures; // in a row; owned by the thread, as the next
    private final OutageLog outages = new OutageLog();

    /** @param timeout how long the cluster may take to respond to one check */
    public ClusterProbe(Admin admin, Duration interval, Duration timeout) {
        this.admin = admin;
        this.interval = interval;
        this.timeoutMs = Math.toIntExact(timeout.toMillis());
    }

    /** Starts the checks, on a thread of their own. */
    public void start() {
        thread.start();
    }

    /** Returns whether the cluster responds. May be called on any thread. */
    public boolean isUp() {
        return up;
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        admin.close(Duration.ofMillis(timeoutMs));
    }

    private void run() {
        try {
            do {
                record(responds());
                // The check is repeated at once after a first failure.
            } while (!closing.await(failures == 1 ? 0 : interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean responds() throws InterruptedException {
        try {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMs)).nodes()
                    .get(2L * timeoutMs, TimeUnit.MILLISECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException noResponse) {
            return false;
        }
    }

    private void record(boolean responded) {
        failures = responded ? 0 : failures + 1;
        boolean now = failures < FAILURES_UNTIL_DOWN;
        if (closing.getCount() > 0) {
            outages.record(now, System.nanoTime());
        }
        up = now;
    }
}
