package dev.rivulet.worker.provider;

import java.util.List;

/** {@code rivulet.provider}: where the answers come from. */
public interface ProviderConfig extends EndpointConfig {

    String PREFIX = "rivulet.provider";

    /** Who is asked instead, in this order, when a call fails before its first token. The keys of each are the same. */
    List<EndpointConfig> fallback();
}
