package dev.rivulet.worker.execution;

import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.failure.FailureDetail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells operators of each request to a provider that failed, and why: another may follow, and succeed. */
final class FailedCallLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailedCallLog.class);

    private FailedCallLog() {}

    static void write(TurnJob job, String provider, ProviderException failure) {
        FailureDetail detail = failure.detail();
        LoggingEventBuilder line = LOG.atWarn().addKeyValue("turn", job.turn())
                .addKeyValue("attempt", job.attempt()).addKeyValue("provider", provider)
                .addKeyValue("code", failure.code().code());
        line = detail.status() == null ? line : line.addKeyValue("status", detail.status());
        line = detail.reason() == null ? line : line.addKeyValue("reason", detail.reason());
        line = detail.requestId() == null ? line : line.addKeyValue("requestId", detail.requestId());
        line.log("provider call failed");
    }
}
