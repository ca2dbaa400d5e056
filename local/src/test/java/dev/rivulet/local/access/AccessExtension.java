package dev.rivulet.local.access;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Starts the processes once for all classes of this package that register it; they end with the last test. */
final class AccessExtension implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(AccessExtension.class);

    private AccessFixture fixture;

    @Override
    public void beforeAll(ExtensionContext context) {
        fixture = context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(AccessFixture.class,
                key -> new AccessFixture(), AccessFixture.class);
    }

    /** Can be called from {@code @BeforeAll} on. */
    AccessFixture fixture() {
        return fixture;
    }
}
