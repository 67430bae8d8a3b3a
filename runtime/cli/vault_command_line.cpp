#include "runtime/cli/program.hpp"

namespace troupe::cli {
namespace {

void add_vault_looking_commands(program& p, CLI::App& vault) {
  auto list_with = std::make_shared<vault_list_options>();
  auto* list = p.add_below<vault_list_options>(
      vault, "list", "Show the keys and the trusted certificates",
      "  troupe vault list\n  troupe vault list --json", vault_list, list_with);
  add_config(list, *list_with);
  list->add_flag("--json", list_with->json, "As JSON");

  auto check_with = std::make_shared<vault_check_options>();
  auto* check_command = p.add_below<vault_check_options>(
      vault, "check",
      "Tell for every agent with secure_mode what it would present and believe, and what will fail",
      "  troupe vault check\n  troupe vault check --json", vault_check, check_with);
  add_config(check_command, *check_with);
  check_command->add_flag("--json", check_with->json, "As JSON");
}

void add_vault_import_command(program& p, CLI::App& vault) {
  auto x = std::make_shared<vault_import_options>();
  auto* sub = p.add_below<vault_import_options>(
      vault, "import", "Put a client key with its certificates into the keystore",
      "  troupe vault import --realm hall --alias aws-iot --cert device.pem.crt --key "
      "private.pem.key\n"
      "  troupe vault import --realm hall --alias aws-iot --cert new.crt --key new.key --replace\n"
      "  troupe vault import --realm hall --alias floor --p12 pair.p12 --key-password-file pair.txt"
      "\n"
      "  cat pair.pem | troupe vault import --realm hall --alias floor --cert - --key -",
      vault_import, x);
  add_config(sub, *x);
  auto file = [sub](const char* name, auto& value, const char* says) {
    return sub->add_option(name, value, says)->type_name("FILE");
  };
  sub->add_option("--realm", x->realm, "Whose it is")->required()->type_name("REALM");
  sub->add_option("--alias", x->alias, "The agents' certificate_alias")
      ->required()
      ->type_name("ALIAS");
  auto* cert = file("--cert", x->cert, "The certificate, PEM or DER; its chain may follow it");
  auto* key = file("--key", x->key, "Its private key, PEM or DER");
  auto* chain = file("--chain", x->chain, "Certificates of its issuers");
  auto* p12 = file("--p12", x->p12, "Key and certificates from a PKCS#12 file");
  sub->add_option("--p12-alias", x->p12_alias, "Which key of that file (default: its only one)")
      ->type_name("ALIAS")
      ->needs(p12);
  cert->needs(key);
  key->needs(cert);
  p12->excludes(cert)->excludes(key)->excludes(chain);
  file(
      "--key-password-file", x->key_password_file,
      "File whose first line is the password of the key or of the PKCS#12 file");
  sub->add_flag("--replace", x->replace, "In place of what has the alias now");
  sub->add_flag("--force", x->force, "Even if the certificate has expired or TLS refuses it");
}

void add_vault_other_commands(program& p, CLI::App& vault) {
  auto trust_with = std::make_shared<vault_trust_options>();
  auto* trust_command = p.add_below<vault_trust_options>(
      vault, "trust",
      "Put certificates into the truststore: brokers that they vouch for are believed",
      "  troupe vault trust --alias AmazonRootCA1 AmazonRootCA1.pem\n"
      "  curl -s https://www.amazontrust.com/repository/AmazonRootCA1.pem | troupe vault trust "
      "--alias AmazonRootCA1 -",
      vault_trust, trust_with);
  add_config(trust_command, *trust_with);
  trust_command->add_option("--alias", trust_with->alias, "A name of your choice")
      ->required()
      ->type_name("ALIAS");
  trust_command
      ->add_option("FILE", trust_with->file, "Certificates, PEM or DER; - is standard input")
      ->required()
      ->type_name("");
  trust_command->add_flag(
      "--replace", trust_with->replace,
      "In place of what has the alias now; further certificates of FILE: ALIAS-2, ALIAS-3, …");
  trust_command->add_flag("--force", trust_with->force, "Even if it has expired or TLS refuses it");

  auto remove_with = std::make_shared<vault_remove_options>();
  auto* remove_command = p.add_below<vault_remove_options>(
      vault, "remove", "Remove a key with its certificates, or a trusted certificate",
      "  troupe vault remove --realm hall --alias aws-iot\n"
      "  troupe vault remove --trusted --alias AmazonRootCA1",
      vault_remove, remove_with);
  add_config(remove_command, *remove_with);
  auto* realm = remove_command->add_option(
      "--realm", remove_with->realm, "Whose key it is (default: the alias names the realm, too)");
  realm->type_name("REALM");
  remove_command->add_option("--alias", remove_with->alias, "Which one")
      ->required()
      ->type_name("ALIAS");
  remove_command->add_flag("--trusted", remove_with->trusted, "A trusted certificate")
      ->excludes(realm);
}

} // namespace

void add_vault_commands(program& p) {
  auto* vault = p.app.add_subcommand(
      "vault", "The keys and certificates of agents: list, import, trust, remove, check");
  vault->require_subcommand(1);
  vault->footer("\n'troupe vault COMMAND --help' explains a command and shows examples.");
  p.names.push_back("vault");
  add_vault_looking_commands(p, *vault);
  add_vault_import_command(p, *vault);
  add_vault_other_commands(p, *vault);
}

} // namespace troupe::cli
