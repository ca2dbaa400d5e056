/** Certificates for tests. */
package dev.rivulet.testkit.tls;
