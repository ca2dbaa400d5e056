package dev.rivulet.gateway.server;

import io.vertx.core.Future;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a server use the certificate and key of its files when they change, for connections from then on. As long as they
 * cannot be used, those of before are.
 */
final class TlsReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);
    private static final int PATIENCE = 2; // a certificate and its key are two files, written one after the other

    private final TlsFiles files; // owned by the thread
    private final Duration interval;
    private final Function<ServerSSLOptions, Future<?>> server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("tls-files").unstarted(this::watch);
    private String trouble = ""; // why the files could not be used; empty if they could; of the thread, as the next
    private boolean pending; // the server has not taken over what was read last
    private int looks; // that found this trouble, in a row

    private TlsReload(TlsFiles files, Duration interval, Function<ServerSSLOptions, Future<?>> server) {
        this.files = files;
        this.interval = interval;
        this.server = server;
    }

    /** @param server has a running server take over options; called on a thread of its own */
    static TlsReload start(TlsFiles files, Duration interval, Function<ServerSSLOptions, Future<?>> server) {
        TlsReload reload = new TlsReload(files, interval, server);
        LOG.atInfo().addKeyValue("expires", files.expiry()).log("certificate read");
        reload.thread.start();
        return reload;
    }

    private void watch() {
        try {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            pending |= files.readAgain();
            if (pending) {
                server.apply(files.sslOptions()).await();
                pending = false;
                LOG.atInfo().addKeyValue("expires", files.expiry()).log("certificate read again");
            }
            trouble = "";
        } catch (IOException | RuntimeException unusable) {
            report(TlsFiles.sentence(unusable));
        }
    }

    /** Once for each reason. */
    private void report(String reason) {
        looks = reason.equals(trouble) ? looks + 1 : 1;
        trouble = reason;
        if (looks == PATIENCE && closing.getCount() > 0) { // closing interrupts what is being read
            LOG.atWarn().addKeyValue("reason", reason).addKeyValue("expires", files.expiry())
                    .log("the certificate and key of rivulet.http.tls cannot be used; those of before are");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
