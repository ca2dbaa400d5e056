package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The section {@code rivulet.http.tls}: HTTPS, if there is a certificate. See docs/configuration.md. */
public interface TlsConfig {

    String PREFIX = HttpConfig.PREFIX + ".tls";

    /** A PEM file: the certificate, then those of its authorities but the last. Default: plain HTTP. */
    Optional<String> certificate();

    /** A PEM file: the certificate's private key, not encrypted. */
    Optional<String> key();

    /** A PEM file: the authorities whose certificates clients may show. Default: clients are asked for none. */
    Optional<String> clientCa();

    /** Whether clients must show one. */
    @WithDefault("required")
    ClientCertificate clientCertificate();

    /** How often the files are looked at for changes. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration checkInterval();

    /** Whether clients must show a certificate, where there is a {@link #clientCa}. */
    enum ClientCertificate {
        /** Nobody is served without one. */
        REQUIRED,
        /** Who shows one must show a valid one. */
        REQUESTED
    }
}
