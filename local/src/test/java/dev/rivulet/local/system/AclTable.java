package dev.rivulet.local.system;

import dev.rivulet.testkit.kafka.AuthorizationLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** The table of ACLs in {@code docs/security.md}. A name that ends with an asterisk is a prefix. */
record AclTable(List<Acl> acls) {

    private static final Pattern ROW = Pattern
            .compile("\\| `([a-z-]+)` \\| (topic|group|cluster|transactional id) ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** @param user the role */
    record Acl(String user, AclOperation operation, ResourceType type, String name, boolean prefix) {

        /** As Kafka's authorizer: some operations imply others. */
        boolean allows(AuthorizationLog.Entry entry) {
            return user.equals(entry.user()) && type == entry.type()
                    && (prefix ? entry.name().startsWith(name) : entry.name().equals(name))
                    && (operation == entry.operation() || implied(operation) == entry.operation());
        }

        private static AclOperation implied(AclOperation by) {
            return switch (by) {
                case READ, WRITE, DELETE, ALTER -> AclOperation.DESCRIBE;
                case ALTER_CONFIGS -> AclOperation.DESCRIBE_CONFIGS;
                default -> AclOperation.UNKNOWN;
            };
        }

        AclBinding binding() {
            return new AclBinding(
                    new ResourcePattern(type, name, prefix ? PatternType.PREFIXED : PatternType.LITERAL),
                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
        }

        @Override
        public String toString() {
            return user + ": " + operation + " on " + type + " " + name + (prefix ? "*" : "");
        }
    }

    /** @param newPrefix of the topics that {@code NEW.} stands for */
    static AclTable read(String newPrefix) {
        List<Acl> acls = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("..", "docs", "security.md"))) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    addRow(row, newPrefix, acls);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new AclTable(acls);
    }

    private static void addRow(Matcher row, String newPrefix, List<Acl> acls) {
        ResourceType type = ResourceType.fromString(row.group(2).replace(' ', '_'));
        NAME.matcher(row.group(3)).results().map(name -> name.group(1).replace("NEW.", newPrefix)).forEach(name -> {
            boolean prefix = name.endsWith("*");
            for (String operation : row.group(4).split(", ")) {
                acls.add(new Acl(row.group(1), SecurityUtils.operation(operation.strip()), type,
                        prefix ? name.substring(0, name.length() - 1) : name, prefix));
            }
        });
    }

    Set<String> roles() {
        return new TreeSet<>(acls.stream().map(Acl::user).toList());
    }

    List<AclBinding> bindings() {
        return acls.stream().map(Acl::binding).toList();
    }

    /** Returns the ACLs whose operation nobody asked for, or which the others would have allowed as well. */
    List<Acl> superfluous(AuthorizationLog log) {
        return acls.stream().filter(acl -> log.allowed(acl.user()).noneMatch(entry -> isNeeded(acl, entry))).toList();
    }

    private boolean isNeeded(Acl acl, AuthorizationLog.Entry entry) {
        return acl.operation() == entry.operation() && acl.allows(entry)
                && others(acl).noneMatch(other -> other.allows(entry));
    }

    private Stream<Acl> others(Acl acl) {
        return acls.stream().filter(other -> !other.equals(acl));
    }
}
