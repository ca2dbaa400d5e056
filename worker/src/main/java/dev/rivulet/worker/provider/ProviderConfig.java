package dev.rivulet.worker.provider;

import java.util.List;

/** {@code rivulet.provider}: the providers of completions. */
public interface ProviderConfig extends EndpointConfig {

    String PREFIX = "rivulet.provider";

    /**
     * The providers that are asked instead, in this order, when a call fails before its first token. Each has the same
     * keys.
     */
    List<EndpointConfig> fallback();
}
