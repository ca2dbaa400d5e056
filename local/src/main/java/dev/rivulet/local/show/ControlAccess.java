package dev.rivulet.local.show;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Decides who may break the system: the page of its gateways alone. A page of another site can make a browser send
 * requests here, also under a name of its own that resolves to this machine (DNS rebinding), but cannot read the
 * secret that the gateways' page has.
 *
 * @param hosts the values of {@code Host} under which this is called
 * @param gateways the number of each gateway, by the origins of its page
 * @param secret what the page sends as {@code Authorization: Bearer}
 */
record ControlAccess(Set<String> hosts, Map<String, Integer> gateways, String secret) {

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost");

    /** What is answered. */
    sealed interface Decision {

        /** @param gateway the number of the gateway whose page calls */
        record Allowed(int gateway) implements Decision {}

        /** A browser asks whether the page may call. */
        record Preflight() implements Decision {}

        record Refused(int status, String detail) implements Decision {}
    }

    /**
     * The parts of a request that count.
     *
     * @param hosts the values of all {@code Host} headers
     * @param origin null if there is none; so are the others
     */
    record Caller(String method, List<String> hosts, String origin, String contentType, String authorization) {}

    /**
     * Returns the access to a port of loopback.
     *
     * @param gatewayPorts of the gateways, by number
     */
    static ControlAccess of(int port, List<Integer> gatewayPorts, String secret) {
        Map<String, Integer> origins = new HashMap<>();
        for (int i = 0; i < gatewayPorts.size(); i++) {
            for (String host : LOOPBACK) {
                origins.put("http://" + host + ":" + gatewayPorts.get(i), i);
            }
        }
        return new ControlAccess(Set.of("127.0.0.1:" + port, "localhost:" + port), Map.copyOf(origins), secret);
    }

    /** Returns whether a page of this origin may read the answer, even if that is a refusal. */
    boolean mayRead(String origin) {
        return origin != null && gateways.containsKey(origin);
    }

    Decision decide(Caller caller) {
        if (caller.hosts().size() != 1 || !hosts.contains(caller.hosts().getFirst().toLowerCase(Locale.ROOT))) {
            return new Decision.Refused(421, "Call this under its address of loopback.");
        }
        if (!mayRead(caller.origin())) {
            return new Decision.Refused(403, "Only the page of the gateways may call this.");
        }
        if (caller.method().equals("OPTIONS")) {
            return new Decision.Preflight();
        }
        if (!caller.method().equals("POST")) {
            return new Decision.Refused(405, "Only POST is allowed.");
        }
        if (!isJson(caller.contentType())) {
            return new Decision.Refused(415, "Send JSON, with Content-Type: application/json.");
        }
        if (!isSecret(caller.authorization())) {
            return new Decision.Refused(403, "The page is of an earlier start: load it again.");
        }
        return new Decision.Allowed(gateways.get(caller.origin()));
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    /** Takes the same time for every wrong secret. */
    private boolean isSecret(String authorization) {
        return authorization != null && MessageDigest.isEqual(("Bearer " + secret).getBytes(StandardCharsets.UTF_8),
                authorization.getBytes(StandardCharsets.UTF_8));
    }
}
