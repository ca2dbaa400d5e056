package dev.rivulet.gateway.http;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.runtime.metrics.Metrics;

/**
 * What all requests share, on all event loops. Every part is thread-safe.
 *
 * @param defaultModel what a turn runs on that names no model
 */
public record Services(GatewayConfig gateway, HttpConfig http, String defaultModel, KafkaAvailability gate,
        TurnIds turnIds,
        GatewayMeters meters, Metrics metrics, ReaderPresence attendance) {}
