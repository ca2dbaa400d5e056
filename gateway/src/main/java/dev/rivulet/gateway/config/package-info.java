/** The gateway's sections of the configuration. */
package dev.rivulet.gateway.config;
