package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.gateway.stream.SessionFollowers;
import dev.rivulet.gateway.stream.TextBudget;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.metrics.Metrics;
import java.util.List;
import java.util.Optional;

/**
 * The components that the servers of all event loops share. Only {@link Routes} reads them, to pass each handler what
 * it needs. All of them are thread-safe.
 *
 * @param authentication says who calls
 * @param cursors writes and reads the positions of readers
 * @param defaultModel the model of turns that name none
 * @param limits what turns may ask for
 * @param followers empty if the followers of sessions are not counted
 * @param quotas how much each principal may use
 */
public record Components(GatewayConfig gateway, HttpConfig http, Authentication authentication, Cursors cursors,
        String defaultModel,
        ModelLimits limits,
        KafkaAvailability kafka, TurnIds ids, GatewayMeters meters, Metrics metrics, ReaderPresence presence,
        Optional<SessionFollowers> followers, TextBudget collected, Quotas quotas) {

    /** Returns the models that clients are told. */
    List<String> models() {
        return gateway.models().or(limits::allowed).orElse(List.of(defaultModel));
    }
}
