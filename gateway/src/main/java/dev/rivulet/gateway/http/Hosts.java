package dev.rivulet.gateway.http;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts under which a gateway may be called. A page of any site can make a browser call a gateway under a name that
 * belongs to the page, by having that name resolve to the gateway's address (DNS rebinding); the browser then takes the
 * gateway for the page's own origin. Only the {@code Host} header shows it. Addresses are not resolved, so they are
 * always safe; names must be known.
 *
 * @param names in lower case, without a port
 */
public record Hosts(Set<String> names) {

    private static final String ANY = "*";
    private static final String LOCALHOST = "localhost";

    /**
     * Returns the hosts of a gateway.
     *
     * @param bound the value of {@code rivulet.http.host}
     * @param allowed the value of {@code rivulet.http.allowed-hosts}; with {@code *} all are
     */
    public static Hosts of(String bound, Iterable<String> allowed) {
        Stream.Builder<String> names = Stream.<String>builder().add(LOCALHOST).add(bound);
        allowed.forEach(names);
        return new Hosts(names.build().map(name -> name.trim().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** @param host a name, or an address (one of IPv6 in brackets), without a port */
    public boolean allows(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return names.contains(name) || names.contains(ANY) || isAddress(name);
    }

    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || host.startsWith("[") && NetUtil.isValidIpV6Address(host);
    }
}
