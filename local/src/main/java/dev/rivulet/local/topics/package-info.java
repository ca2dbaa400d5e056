/** Inspects the topics of an installation. */
package dev.rivulet.local.topics;
