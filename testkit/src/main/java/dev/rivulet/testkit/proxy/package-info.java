/** TCP servers on loopback: proxies that break connections, and their base. */
package dev.rivulet.testkit.proxy;
