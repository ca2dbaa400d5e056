/** The sections of the configuration that only a gateway reads. */
package dev.rivulet.gateway.config;
