package dev.rivulet.testkit.kafka;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** What a broker's authorizer was asked, and answered. Each question is there once. Thread-safe. */
public final class AuthorizationLog {

    /** The broker's property that names its log. */
    static final String ID = "rivulet.testkit.authorization.log";

    private static final Map<String, AuthorizationLog> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    AuthorizationLog() {
        OPEN.put(id, this);
    }

    /**
     * An answer. Questions are left out whose denial is no error, such as those about topics that a client did not
     * name.
     *
     * @param user without the type of the principal
     */
    public record Entry(String user, AclOperation operation, ResourceType type, String name, boolean allowed) {}

    static AuthorizationLog of(Map<String, ?> brokerProperties) {
        return OPEN.get(String.valueOf(brokerProperties.get(ID)));
    }

    String id() {
        return id;
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    /** Returns the questions of a user that were allowed. */
    public Stream<Entry> allowed(String user) {
        return entries.stream().filter(entry -> entry.user().equals(user) && entry.allowed());
    }

    /** Returns the questions of all users that were denied. */
    public Stream<Entry> denied() {
        return entries.stream().filter(entry -> !entry.allowed());
    }
}
