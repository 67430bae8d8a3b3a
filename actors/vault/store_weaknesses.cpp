#include "actors/vault/store_weaknesses.hpp"

#include <algorithm>

#include <sys/stat.h>
#include <unistd.h>

namespace troupe {
namespace {

namespace fs = std::filesystem;

/// Trusted certificates are no secret, but nobody else may add to them.
void note_access(opened_store& out, const file_content& file) {
  auto name = out.place.file.string();
  auto forbidden = out.place.for_keys ? 0037u : 0022u;
  if ((file.mode & forbidden) != 0)
    out.problems.push_back(
        {name + " can be " + (out.place.for_keys ? "read or changed" : "changed")
             + " by other users (mode " + mode_text(file.mode) + "); chmod "
             + (out.place.for_keys ? "600 " : "644 ") + name,
         false});
  if (file.owner != ::geteuid() && file.owner != 0 && ::geteuid() != 0)
    out.problems.push_back(
        {name + " belongs to " + user_name(file.owner) + ", who can change it at will", false});
}

/// Who may write the folder may put another store in; who reads the password, open it.
void note_folder(opened_store& out, const vault_places& all, const file_content& file) {
  auto folder = out.place.file.has_parent_path() ? out.place.file.parent_path() : fs::path{"."};
  if (!out.place.for_keys && folder == all.keys.file.parent_path())
    return; // told with the keys
  auto tell = [&](std::string text) { out.problems.push_back({std::move(text), false}); };
  struct stat x {};
  if (::stat(folder.c_str(), &x) == 0) {
    if ((x.st_mode & 0022) != 0 && (x.st_mode & S_ISVTX) == 0)
      tell(
          folder.string() + " can be changed by other users (mode " + mode_text(x.st_mode)
          + "), who can put another store there; chmod go-w " + folder.string());
    auto expected = ::geteuid() == 0 ? file.owner : ::geteuid();
    if (x.st_uid != 0 && x.st_uid != expected)
      tell(
          folder.string() + " belongs to " + user_name(x.st_uid)
          + ", who can put another store there");
  }
  auto password = all.password_file();
  if (out.place.for_keys && ::stat(password.c_str(), &x) == 0 && (x.st_mode & 0077) != 0)
    tell(
        password.string() + " can be read or changed by other users (mode " + mode_text(x.st_mode)
        + "); chmod 600 " + password.string());
}

/// How the password in `file` gets to a better place.
std::string way_out(const known_password& used, const std::string& file) {
  if (used.source != file)
    return used.source + " says it, too; remove " + file;
  return "keep it elsewhere: systemd-creds encrypt --name=keystore " + file
         + " /etc/credstore.encrypted/keystore, LoadCredentialEncrypted=keystore in the unit, "
           "keystore_password = { credential = \"keystore\" } in [vault], then remove "
         + file;
}

void note_password(opened_store& out, const vault_places& all) {
  auto name = out.place.file.string();
  auto& used = out.password;
  if (used.beside_stores && out.place.for_keys)
    out.problems.push_back(
        {"the password of " + name + " lies beside it, so that a copied folder yields the keys; "
             + way_out(used, all.password_file().string()),
         true});
  if (auto why = keytool_problem(used.source, used.text); !why.empty())
    out.problems.push_back({std::move(why), false});
  if (out.place.for_keys && all.key_password)
    if (auto why = keytool_problem("vault.key_password", *all.key_password); !why.empty())
      out.problems.push_back({std::move(why), false});
  if (is_well_known(used.text) && !out.content.keys().empty())
    out.problems.push_back(
        {name + " opens with "
             + (used.text.text.empty() ? "the empty password" : "OpenRemote's default password")
             + ", so that who has the file has its keys; give it another one with keytool "
               "-storepasswd, and OR_KEYSTORE_PASSWORD or vault.keystore_password the same",
         false});
}

} // namespace

void note_weaknesses(opened_store& x, const vault_places& all, const file_content& file) {
  note_access(x, file);
  note_folder(x, all, file);
  note_password(x, all);
}

std::string keytool_problem(const std::string& source, const secret& password) {
  auto ascii =
      std::all_of(password.text.begin(), password.text.end(), [](char c) { return c >= 0; });
  return ascii ? ""
               : source
                     + " has characters beyond ASCII, with which keytool opens no store; choose "
                       "another password";
}

} // namespace troupe
