package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.gateway.stream.TextBudget;
import dev.rivulet.runtime.metrics.Metrics;

/**
 * The components that the servers of all event loops share. Only {@link Routes} reads them, to pass each handler what
 * it needs. All of them are thread-safe.
 *
 * @param defaultModel the model of turns that name none
 */
public record Components(GatewayConfig gateway, HttpConfig http, String defaultModel, KafkaAvailability kafka,
        TurnIds ids, GatewayMeters meters, Metrics metrics, ReaderPresence presence, TextBudget collected) {}
