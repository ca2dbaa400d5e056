/** Clients that ask, read, get lost, come back and cancel; and the provider that answers them. */
package dev.rivulet.local.chaos.load;
