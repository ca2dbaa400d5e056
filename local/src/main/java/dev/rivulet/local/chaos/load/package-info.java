/** Clients that submit, read, lose connections, resume and cancel; and the provider's scripts. */
package dev.rivulet.local.chaos.load;
